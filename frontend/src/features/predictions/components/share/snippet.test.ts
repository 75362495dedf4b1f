import { describe, expect, it } from 'vitest'

import { detail } from '@/testing/models'

import { addressOf, embedSnippet, frameHeight } from './snippet'

const place = { origin: 'https://farol.example', model: 'digits', fragment: 'version=1&row=abc' }

describe('what is shared', () => {
  it('is an address with all behind the #', () => {
    expect(addressOf(place)).toBe('https://farol.example/models/digits#version=1&row=abc')
  })

  it('is a frame that an HTML parser reads back', () => {
    const code = embedSnippet({
      ...place,
      title: 'Digits <“&"> here',
      theme: 'dark',
      language: 'pt-BR',
      height: 700,
      usesCamera: true,
    })
    const frame = new DOMParser().parseFromString(code, 'text/html').querySelector('iframe')
    expect(frame?.getAttribute('src')).toBe(
      'https://farol.example/embed/digits?theme=dark&lang=pt-BR#version=1&row=abc',
    )
    expect(frame?.title).toBe('Digits <“&"> here')
    expect(frame?.getAttribute('allow')).toBe('camera')
    expect(frame?.getAttribute('height')).toBe('700')
  })

  it('asks for the camera only where a picture is wanted, and for no endless frame', () => {
    const frame = { ...place, title: 'x', theme: 'auto', language: 'en', height: 1 } as const
    expect(embedSnippet({ ...frame, usesCamera: false })).not.toContain('camera')
    expect(frameHeight(detail)).toBe(420 + 2 * 46)
    const many = Array.from({ length: 60 }, () => detail.schema.fields[0]).flatMap((f) => f ?? [])
    expect(frameHeight({ ...detail, schema: { ...detail.schema, fields: many } })).toBe(1_100)
  })
})
