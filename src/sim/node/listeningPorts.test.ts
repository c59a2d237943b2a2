import { expect, it } from 'vitest';
import { httpProbe, template } from '../control/testing/lab';
import { listeningPorts } from './listeningPorts';

function portsOf(
  container: Parameters<typeof template>[1] extends infer O ? NonNullable<O> : never,
): number[] {
  return listeningPorts(template('web', container).spec);
}

it('[KL21] declared ports and probed ones', () => {
  expect(portsOf({})).toEqual([8080]);
  expect(
    portsOf({ container: { ports: [], livenessProbe: httpProbe({ httpGet: { path: '/', port: 9000 } }) } }),
  ).toEqual([8080, 9000]);
});

it('[KL21] what ASP.NET Core is told wins over what the manifest declares', () => {
  const env = (name: string, value: string) => portsOf({ container: { env: [{ name, value }] } });
  expect(env('ASPNETCORE_HTTP_PORTS', '5000;5001')).toEqual([5000, 5001]);
  expect(env('ASPNETCORE_URLS', 'http://+:5002;https://*:5003/')).toEqual([5002, 5003]);
  expect(env('ASPNETCORE_URLS', 'not a port')).toEqual([8080]);
});
