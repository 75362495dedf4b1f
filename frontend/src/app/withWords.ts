import { type Area, loadWords } from '@/lib/i18n'

/** A module that is loaded when it is first shown, with the words of these areas. */
export function withWords<Module>(areas: Area[], load: () => Promise<Module>) {
  return async (): Promise<Module> => {
    const [module] = await Promise.all([load(), loadWords(...areas)])
    return module
  }
}
