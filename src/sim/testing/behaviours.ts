/**
 * Of `behaviours.md`, the truths that have no test with their number in its title. For tests only.
 */

/** By number: rules of `SPEC.md` that say the same; `spec.test.ts` sees to it that each has a test. */
export const HELD_ELSEWHERE: Readonly<Record<number, readonly string[]>> = {
  // kube-proxy and conntrack, over time.
  14: ['TR12', 'TR13'],
  15: ['CK7', 'DP-KP6', 'TR32'],
  23: ['DP15', 'DP27', 'DP33'],
  30: ['DP-KP2', 'DP-KP3'],
  31: ['DP16'],
  33: ['DP14', 'DP19'],
  35: ['DP47', 'DP50'],
  // EndpointSlices and readiness: the controllers and the kubelet.
  40: ['CT21'],
  41: ['CT21'],
  43: ['CT22'],
  45: ['CT21'],
  46: ['KL1', 'DP-KP2', 'DP-KP3'],
  47: ['KL2', 'KL10'],
  48: ['KL3'],
  49: ['KL3', 'KL6'],
  50: ['KL9'],
  52: ['KL13'],
  // A Pod's start, death and crash.
  53: ['KL5', 'CT6'],
  54: ['KL15', 'KL16'],
  56: ['KL7', 'KL18'],
  57: ['KL12'],
  60: ['KL7'],
  // Deployments and scaling.
  64: ['CT10'],
  65: ['CT11', 'CT34'],
  66: ['CT33'],
  67: ['CT7'],
  68: ['CT20'],
  // What learners mix up.
  113: ['TR4', 'KL21', 'CT21'],
  114: ['CT8', 'CL4'],
  115: ['CT21', 'KL2'],
  119: ['TR7', 'TR73'],
  120: ['TR6', 'TR30'],
};

/** By number: why there is nothing to test. */
export const NOT_SIMULATED: Readonly<Record<number, string>> = {
  32: 'A restore never fails in the simulation, so that none is tried again.',
  58: 'The gate ReduceDefaultCrashLoopBackOffDecay is alpha, and off.',
  59: 'Images are on every node already: nothing is pulled.',
  70: 'There is no HorizontalPodAutoscaler in the simulation.',
  71: 'There is no HorizontalPodAutoscaler in the simulation, and no use of CPU.',
  110: 'The Endpoints that Ocelot reads hold every ready address: nothing is cut off at 1000, and nobody warns of the old API.',
  116: 'kubectl here has no port-forward.',
  117: 'Programs write no logs in the simulation, and kubectl here has no logs.',
  118: 'NetworkPolicies are read over: no packet is dropped by one.',
};
