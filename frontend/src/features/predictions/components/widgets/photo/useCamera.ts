import { useCallback, useEffect, useRef, useState } from 'react'

export type CameraFault = 'refused' | 'absent' | 'busy' | 'unsupported'

const FAULTS: Readonly<Record<string, CameraFault>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** On a phone the one that looks away from whoever holds it. */
const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } },
}

function end(stream: MediaStream): void {
  stream.getTracks().forEach((track) => {
    track.stop()
  })
}

/** The camera, from when it is asked for until it is put down; it is off with the page that used it. */
export function useCamera() {
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [fault, setFault] = useState<CameraFault | null>(null)
  const [isStarting, setStarting] = useState(false)
  const isGone = useRef(false)

  const start = useCallback(async () => {
    setFault(null)
    // Not every page has one: browsers give it to secure ones alone.
    const devices = navigator.mediaDevices as MediaDevices | undefined
    if (!devices) {
      setFault('unsupported')
      return
    }
    setStarting(true)
    try {
      const opened = await devices.getUserMedia(WANTED)
      if (isGone.current) end(opened)
      else setStream(opened)
    } catch (error) {
      setFault(FAULTS[(error as Error).name] ?? 'unsupported')
    } finally {
      setStarting(false)
    }
  }, [])

  const stop = useCallback(() => {
    setStream(null)
  }, [])

  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  useEffect(
    () => () => {
      if (stream) end(stream)
    },
    [stream],
  )
  return { stream, fault, isStarting, start, stop }
}
