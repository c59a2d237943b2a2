import { describe, expect, it } from 'vitest';
import { hostsInCommand, hostsInSetting } from './hosts';

describe('hosts in a setting', () => {
  it.each([
    ['http://users', ['users:80 scheme default']],
    ['https://users.shop.svc.cluster.local:8443/x?y=http', ['users.shop.svc.cluster.local:8443 explicit']],
    ['amqp://user:p@ss@rabbitmq:5672/vhost', ['rabbitmq:5672 explicit']],
    ['mongodb://a:27017,b/?replicaSet=rs', ['a:27017 explicit', 'b:27017 scheme default']],
    ['jdbc:mysql://db:3307/shop', ['db:3307 explicit']],
    ['Server=sql-data;Initial Catalog=Shop;User Id=sa;Password=x', ['sql-data:1433 SQL Server default']],
    ['Server=tcp:sql,1434;Database=Shop', ['sql:1434 explicit']],
    ['Host=pg;Database=shop;Username=u', ['pg:5432 PostgreSQL default']],
    ['Server=maria;Port=3310;Uid=u;Pwd=p', ['maria:3310 explicit']],
    ['redis:6379,abortConnect=false', ['redis:6379 explicit']],
    ['kafka-0:9092,kafka-1:9092', ['kafka-0:9092 explicit', 'kafka-1:9092 explicit']],
    ['true', []],
    ['12:30', []],
    ['http://+:80', []],
    ['http://$(HOST)/', []],
    ['level=debug', []],
  ])('%s', (text, wanted) => {
    expect(hostsInSetting(text).map((named) => `${named.host}:${named.port} ${named.portSource}`)).toEqual(
      wanted,
    );
  });
});

describe('hosts in a command', () => {
  it.each([
    [['sh', '-c', 'until nc -zv rabbitmq 5672; do sleep 2; done'], ['rabbitmq:5672 nc host port']],
    [['--redis=redis-cart:6379', '--verbose'], ['redis-cart:6379 host:port']],
    [['sh', '-c', 'curl -f "http://users:8080/health" || exit 1'], ['users:8080 url http']],
    [['./wait-for-it.sh', 'db:5432', '--', 'run'], ['db:5432 host:port']],
    [['sh', '-c', 'wget http://${ADDR}'], []],
    [['cat', '/proc/1/status'], []],
  ])('%j', (words, wanted) => {
    expect(hostsInCommand(words).map((named) => `${named.host}:${named.port} ${named.form}`)).toEqual(wanted);
  });
});
