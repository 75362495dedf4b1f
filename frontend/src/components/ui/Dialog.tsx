import { Modal, type ModalRootProps } from '@mantine/core'
import type { ReactNode } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  opened: boolean
  title: string
  onClose: () => void
  size?: ModalRootProps['size']
  /** Whether a click beside it closes it. */
  closeOnClickOutside?: boolean
  children: ReactNode
}

export function Dialog({ title, size, children, ...root }: Props) {
  const { t } = useLocale()
  return (
    <Modal.Root {...root} size={size} centered>
      <Modal.Overlay backgroundOpacity={0.45} blur={2} />
      <Modal.Content radius="lg">
        {/* Its element would otherwise be a second banner of the page. */}
        <Modal.Header role="presentation" pt="lg" px="lg">
          <Modal.Title fw={620} fz="lg">
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={t('action.close')} />
        </Modal.Header>
        <Modal.Body px="lg" pb="lg">
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
