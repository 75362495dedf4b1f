import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

import classes from './Panel.module.css'

interface Props {
  title: string
  lead?: string
  aside?: ReactNode
  children: ReactNode
}

/** A titled region on the page's surface. */
export function Panel({ title, lead, aside, children }: Props) {
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          {lead && (
            <Text size="sm" c="dimmed" mt={4} maw={680}>
              {lead}
            </Text>
          )}
        </div>
        {aside}
      </div>
      {children}
    </section>
  )
}
