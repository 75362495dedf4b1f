import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Props {
  /** Of a page of this product, as the API says it. */
  path: string
  className?: string
  children: ReactNode
}

/** Leads where the API says; the words alone where that is no page of this product. */
export function ProductLink({ path, className, children }: Props) {
  if (!/^\/(?!\/)/.test(path)) return children
  // The router checks addresses that the code writes; this one is data.
  return (
    <Link to={path as LinkProps['to']} className={className}>
      {children}
    </Link>
  )
}
