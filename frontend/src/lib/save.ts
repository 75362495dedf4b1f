/** To the reader's own folder of downloads, under this name. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** The name that the server gave a file. */
export function fileName(response: Response, otherwise: string): string {
  const said = response.headers.get('content-disposition') ?? ''
  return /filename="([^"/\\]+)"/.exec(said)?.[1] ?? otherwise
}
