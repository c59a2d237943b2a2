/** Which hosts and ports a text names: a URL, a connection string, `host:port`, or a bare name. */

/** How the port is known, in the words of the import's evidence. */
export type PortSource =
  | 'explicit'
  | 'scheme default'
  | 'SQL Server default'
  | 'PostgreSQL default'
  | 'MySQL default'
  | 'upstream request port'
  | 'unknown';

export interface NamedHost {
  readonly host: string;
  readonly port: number | null;
  readonly portSource: PortSource;
  /** `url http`, `host:port`, `connection string`, `bare name`, `nc host port`, `ocelot`. */
  readonly form: string;
}

/** IANA and de-facto default ports. Source: https://www.iana.org/assignments/service-names-port-numbers/ */
const SCHEME_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  mongodb: 27017,
  amqp: 5672,
  amqps: 5671,
  redis: 6379,
  rediss: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  sqlserver: 1433,
  nats: 4222,
  kafka: 9092,
  mqtt: 1883,
  ldap: 389,
  ldaps: 636,
  ftp: 21,
  smtp: 25,
};

const LABEL = '[A-Za-z0-9](?:[-A-Za-z0-9_]{0,61}[A-Za-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL}){0,20}\\.?`;
const URL = new RegExp(`\\b([A-Za-z][A-Za-z0-9+.-]{0,20})://(?:[^\\s/?#"']*@)?([^\\s/?#"'<>)]+)`, 'g');
const HOST_AND_PORT = new RegExp(`^(${HOST})(?::(\\d{1,5}))?$`);
const NC = new RegExp(`\\bnc\\s+(?:-\\S+\\s+)*(${HOST})\\s+(\\d{1,5})\\b`, 'g');

function portOf(text: string | undefined): number | null {
  const port = Number(text);
  return text !== undefined && port >= 1 && port <= 65_535 ? port : null;
}

/** Every URL in a text. Several hosts after one scheme (`mongodb://a:27017,b:27017`) are several hosts. */
export function urlsIn(text: string): NamedHost[] {
  return [...text.matchAll(URL)].flatMap(([, rawScheme = '', authority = '']) => {
    const scheme = rawScheme.toLowerCase();
    return authority.split(',').flatMap((part): NamedHost[] => {
      const match = HOST_AND_PORT.exec(part);
      if (match?.[1] === undefined) return [];
      const form = `url ${scheme}`;
      const port = portOf(match[2]);
      if (port !== null) return [{ host: match[1], port, portSource: 'explicit', form }];
      const usual = SCHEME_PORTS[scheme];
      return usual === undefined
        ? [{ host: match[1], port: null, portSource: 'unknown', form }]
        : [{ host: match[1], port: usual, portSource: 'scheme default', form }];
    });
  });
}

/** `host:port`, or several with commas (`redis:6379,abortConnect=false`); empty for anything else. */
export function hostPortsIn(text: string): NamedHost[] {
  const parts = text.trim().split(/\s*,\s*/);
  const found = parts.flatMap((part): NamedHost[] => {
    const match = HOST_AND_PORT.exec(part.replace(/\/.*$/, ''));
    const port = portOf(match?.[2]);
    if (match?.[1] === undefined || port === null || !/[A-Za-z]/.test(match[1])) return [];
    return [{ host: match[1], port, portSource: 'explicit', form: 'host:port' }];
  });
  return parts.every((part) => /=/.test(part) || HOST_AND_PORT.test(part.replace(/\/.*$/, ''))) ? found : [];
}

const SERVER_KEYS = /^(?:server|data source|host|hostname|addr|address|network address|endpoint)$/;

/**
 * The server of an ADO.NET connection string (`Server=sql-data;Database=…`).
 * Source: https://learn.microsoft.com/dotnet/api/system.data.sqlclient.sqlconnection.connectionstring,
 * https://www.npgsql.org/doc/connection-string-parameters.html, https://mysqlconnector.net/connection-options/
 */
export function connectionStringHosts(text: string): NamedHost[] {
  if (!/=/.test(text) || text.includes('://')) return [];
  const pairs = text.split(';').flatMap((part): [string, string][] => {
    const cut = part.indexOf('=');
    return cut <= 0 ? [] : [[part.slice(0, cut).trim().toLowerCase(), part.slice(cut + 1).trim()]];
  });
  if (pairs.length < 2) return [];
  const keys = new Map(pairs);
  const server = pairs.find(([key]) => SERVER_KEYS.test(key));
  if (server === undefined) return [];
  const [key, value] = server;
  return value.split(/(?<!\d)\s*,\s*(?!\d)/).flatMap((item): NamedHost[] => {
    const match = /^(?:tcp:)?([^,:\\]+)(?:\\[^,:]*)?(?:[,:]\s*(\d+))?$/.exec(item);
    const host = match?.[1]?.trim();
    if (host === undefined || !HOST_AND_PORT.test(host)) return [];
    const form = 'connection string';
    const port = portOf(match?.[2]) ?? portOf(keys.get('port'));
    if (port !== null) return [{ host, port, portSource: 'explicit', form }];
    if (keys.has('host') && (keys.has('username') || keys.has('user id') || keys.has('database'))) {
      return [{ host, port: 5432, portSource: 'PostgreSQL default', form }];
    }
    if (keys.has('uid') || keys.has('sslmode'))
      return [{ host, port: 3306, portSource: 'MySQL default', form }];
    if (/^(server|data source|address|addr|network address)$/.test(key)) {
      return [{ host, port: 1433, portSource: 'SQL Server default', form }];
    }
    return [{ host, port: null, portSource: 'unknown', form }];
  });
}

/** The text itself, if it could be a host name. */
export function bareNameIn(text: string): NamedHost[] {
  const match = HOST_AND_PORT.exec(text.trim());
  if (match?.[1] === undefined || match[2] !== undefined || !/[A-Za-z]/.test(match[1])) return [];
  return [{ host: match[1], port: null, portSource: 'unknown', form: 'bare name' }];
}

/** Hosts in a setting: a URL, else a connection string, else `host:port`; bare names are not among them. */
export function hostsInSetting(text: string): NamedHost[] {
  if (text.length > 10_000) return [];
  const urls = urlsIn(text);
  if (urls.length > 0) return urls;
  const servers = connectionStringHosts(text);
  return servers.length > 0 ? servers : hostPortsIn(text);
}

/** Hosts in a command line: URLs, `nc host port`, and words such as `host:port` or `--flag=host:port`. */
export function hostsInCommand(words: readonly string[]): NamedHost[] {
  const line = words.join(' ');
  if (line.length > 20_000) return [];
  const nc = [...line.matchAll(NC)].flatMap(([, host = '', port]): NamedHost[] => {
    const number = portOf(port);
    return number === null || !/[A-Za-z]/.test(host)
      ? []
      : [{ host, port: number, portSource: 'explicit', form: 'nc host port' }];
  });
  const single = line.split(/[\s"'`;|&()]+/).flatMap((word) => {
    if (word.includes('://')) return [];
    return hostPortsIn(word.replace(/^-{1,2}[A-Za-z][-A-Za-z0-9_.]*=/, ''));
  });
  return [...urlsIn(line), ...nc, ...single];
}
