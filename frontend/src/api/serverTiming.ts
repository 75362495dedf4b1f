/** One entry of a Server-Timing header (W3C Server Timing). */
export interface ServerTiming {
  name: string
  seconds: number | null
  description: string | null
}

function parameterOf(parts: string[], name: string): string | null {
  const found = parts.find((part) => part.toLowerCase().startsWith(`${name}=`))
  return found ? found.slice(name.length + 1).replaceAll('"', '') : null
}

export function parseServerTiming(header: string): ServerTiming[] {
  return header
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim()))
    .flatMap(([name, ...parts]) => {
      if (!name) return []
      const milliseconds = Number(parameterOf(parts, 'dur') ?? Number.NaN)
      return [
        {
          name,
          seconds: Number.isFinite(milliseconds) ? milliseconds / 1000 : null,
          description: parameterOf(parts, 'desc'),
        },
      ]
    })
}

/** The server's own time: its `total`, else the sum of its parts, else null. */
export function serverSeconds(timings: readonly ServerTiming[]): number | null {
  const total = timings.find((timing) => timing.name === 'total')
  if (total) return total.seconds
  const measured = timings.flatMap((timing) => timing.seconds ?? [])
  return measured.length > 0 ? measured.reduce((sum, seconds) => sum + seconds, 0) : null
}
