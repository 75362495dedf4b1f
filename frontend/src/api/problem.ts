/** What went wrong with a request, as RFC 9457 problem details or as a failed connection. */

export interface RowProblem {
  row: number
  field: string
  expected: string
  got: string
}

interface ProblemDocument {
  type?: string
  title?: string
  status?: number
  detail?: string
  request_id?: string
  errors?: RowProblem[]
}

/** What every problem's type begins with. */
const TYPE = 'urn:farol:problem:'

export class ApiProblem extends Error {
  /** HTTP status, or 0 when no answer came. */
  readonly status: number
  readonly title: string
  /** Which of the server's refusals it is, for example `name-taken`; empty when it does not say. */
  readonly kind: string
  readonly requestId: string | null
  readonly rowProblems: RowProblem[]
  readonly retryAfterSeconds: number | null
  /** When it may be tried again, in milliseconds since the epoch; null where it was not said. */
  readonly retryAt: number | null

  constructor(options: {
    status: number
    title: string
    kind?: string
    detail?: string
    requestId?: string | null
    rowProblems?: RowProblem[]
    retryAfterSeconds?: number | null
  }) {
    super(options.detail ?? options.title)
    this.name = 'ApiProblem'
    this.status = options.status
    this.title = options.title
    this.kind = options.kind ?? ''
    this.requestId = options.requestId ?? null
    this.rowProblems = options.rowProblems ?? []
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.retryAt =
      this.retryAfterSeconds === null ? null : Date.now() + this.retryAfterSeconds * 1000
  }
}

function isProblemDocument(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null
}

/** Reads a failed answer; anything that is not a problem document still gives a usable problem. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  let document: ProblemDocument = {}
  if (response.headers.get('content-type')?.includes('json')) {
    const body: unknown = await response.json().catch(() => null)
    if (isProblemDocument(body)) document = body
  }
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ApiProblem({
    status: response.status,
    title: document.title ?? response.statusText,
    kind: document.type?.startsWith(TYPE) ? document.type.slice(TYPE.length) : '',
    detail: document.detail,
    requestId: document.request_id ?? response.headers.get('x-request-id'),
    rowProblems: document.errors ?? [],
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
  })
}

export function connectionProblem(cause: unknown): ApiProblem {
  return new ApiProblem({ status: 0, title: 'network', detail: String(cause) })
}
