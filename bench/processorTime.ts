/** Milliseconds of processor time that this process has used: unlike a clock, deaf to whatever else the machine does. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
