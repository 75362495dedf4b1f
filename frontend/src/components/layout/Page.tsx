import { Container, Title } from '@mantine/core'
import type { ReactNode } from 'react'

import { useDocumentTitle } from '@/lib/useDocumentTitle'

interface Props {
  title: string
  size?: number
  children: ReactNode
}

/** The frame of a page that stands by itself. */
export function Page({ title, size = 960, children }: Props) {
  useDocumentTitle(title)
  return (
    <Container size={size} px="clamp(16px, 4vw, 32px)" py="xl">
      <Title order={1} mb="lg">
        {title}
      </Title>
      {children}
    </Container>
  )
}
