/**
 * Ocelot's errors and the HTTP status that the client gets for them.
 * Source: Ocelot src/Responder/ErrorsToHttpStatusCodeMapper.cs, src/Errors/OcelotErrorCode.cs.
 */

/** Checked in this order: the first that occurred decides. */
const STATUS_OF = [
  ['UnauthenticatedError', 401],
  ['UnauthorizedError', 403],
  ['ClaimValueNotAuthorizedError', 403],
  ['ScopeNotAuthorizedError', 403],
  ['UserDoesNotHaveClaimError', 403],
  ['CannotFindClaimError', 403],
  ['SecurityError', 403],
  ['QuotaExceededError', 429],
  ['RequestTimedOutError', 503],
  ['RequestCanceled', 499],
  ['UnableToFindDownstreamRouteError', 404],
  ['ConnectionToDownstreamServiceError', 502],
  ['UnableToCompleteRequestError', 500],
  ['CouldNotFindLoadBalancerCreator', 500],
  ['ErrorInvokingLoadBalancerCreator', 500],
  ['PayloadTooLargeError', 413],
  ['BadRequestError', 400],
] as const;

/** Errors without a status of their own give 404: among them ServicesAreEmptyError and ServicesAreNullError. */
export type OcelotError =
  | (typeof STATUS_OF)[number][0]
  | 'ServicesAreEmptyError'
  | 'ServicesAreNullError'
  | 'UnableToFindServiceDiscoveryProviderError'
  | 'UnableToFindLoadBalancerError'
  | 'UnknownError';

const UNMAPPED_STATUS = 404;

/**
 * The status with which the gateway itself answers.
 * @param quotaStatus `RateLimitOptions.HttpStatusCode` (`StatusCode`), where a quota was exceeded
 */
export function statusOf(errors: readonly OcelotError[], quotaStatus = 429): number {
  for (const [error, status] of STATUS_OF) {
    if (errors.includes(error)) return error === 'QuotaExceededError' ? quotaStatus : status;
  }
  return UNMAPPED_STATUS;
}

/** How the attempt to reach the downstream service ended, as .NET's HttpClient tells it. */
export type SendFailure =
  | 'connectionRefused'
  | 'connectionReset'
  | 'hostNotFound'
  | 'hostUnreachable'
  | 'tlsFailed'
  | 'routeTimeout'
  | 'clientAborted'
  | 'schemeNotSupported'
  | 'invalidRequest';

/**
 * The error that an exception of the downstream call becomes: HttpRequestException
 * (connection, name, TLS) 502, TimeoutException 503, cancelled by the client 499, any
 * other 500. Source: Ocelot src/Requester/HttpExceptionToErrorMapper.cs.
 */
export function errorOfFailure(failure: SendFailure): OcelotError {
  switch (failure) {
    case 'routeTimeout':
      return 'RequestTimedOutError';
    case 'clientAborted':
      return 'RequestCanceled';
    case 'schemeNotSupported':
    case 'invalidRequest':
      return 'UnableToCompleteRequestError';
    default:
      return 'ConnectionToDownstreamServiceError';
  }
}
