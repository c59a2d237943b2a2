/** The version that kubelets, API server and kubectl say they are. */
export const KUBERNETES_VERSION = 'v1.34.0';
