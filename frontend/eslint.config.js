import { resolve } from 'node:path'

import boundaries from 'eslint-plugin-boundaries'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The one direction of imports: app → features → components → api → lib. */
const BELOW = {
  app: ['app', 'feature', 'components', 'api', 'lib'],
  components: ['components', 'api', 'lib'],
  api: ['api', 'lib'],
  lib: ['lib'],
}

const directions = Object.entries(BELOW).map(([from, to]) => ({
  from: { element: { type: from } },
  allow: { to: { element: { types: { anyOf: to } } } },
}))

export default defineConfig(
  globalIgnores(['dist', 'src/api/schema.gen.ts', 'e2e', 'public', 'scripts']),
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [tseslint.configs.strictTypeChecked, reactHooks.configs.flat.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `void promise` marks what is deliberately not waited for.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidOperator: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    // Tests may look at anything.
    ignores: ['src/**/*.test.{ts,tsx}', 'src/testing/**', 'src/main.tsx'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { [resolve(import.meta.dirname, 'scripts/resolve-alias.cjs')]: {} },
      'boundaries/elements': [
        { type: 'app', pattern: 'src/app' },
        { type: 'feature', pattern: 'src/features/*', capture: ['noun'] },
        { type: 'components', pattern: 'src/components' },
        { type: 'api', pattern: 'src/api' },
        { type: 'lib', pattern: 'src/lib' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...directions,
            {
              from: { element: { type: 'feature' } },
              allow: { to: { element: { types: { anyOf: ['components', 'api', 'lib'] } } } },
            },
            // Within a feature, but never from one feature to another: they are siblings.
            {
              from: { element: { type: 'feature' } },
              allow: {
                to: {
                  element: {
                    type: 'feature',
                    captured: { noun: '{{ from.element.captured.noun }}' },
                  },
                },
              },
            },
            { allow: { to: { module: { origin: 'external' } } } },
          ],
        },
      ],
    },
  },
)
