/** A written report for tests. */
import type { Report, ReportDetail, ReportFile } from '@/api/types'

export const report: Report = {
  id: 4,
  model: 'flight-delay',
  replay: null,
  window_start: '2026-11-16T00:00:00Z',
  window_end: '2026-11-23T00:00:00Z',
  reason: 'For the Monday meeting',
  created_at: '2026-11-23T12:07:00Z',
  created_by: 'person:ada',
  written_at: '2026-11-23T12:07:03Z',
  job: {
    id: 7,
    task: 'reports.write',
    state: 'succeeded',
    attempt: 1,
    max_attempts: 3,
    progress: 1,
    message: '4 files',
    error: null,
    cancel_requested_at: null,
    created_at: '2026-11-23T12:07:00Z',
    created_by: 'person:ada',
    started_at: '2026-11-23T12:07:01Z',
    finished_at: '2026-11-23T12:07:03Z',
  },
}

const file = (format: ReportFile['format'], language: ReportFile['language']): ReportFile => ({
  format,
  language,
  size_bytes: 61_204,
  sha256: '9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab',
  url: `/v1/reports/4/content?format=${format}&language=${language}`,
})

export const reportDetail: ReportDetail = {
  ...report,
  files: [file('pdf', 'en'), file('html', 'en'), file('pdf', 'pt-BR'), file('html', 'pt-BR')],
  document: null,
}
