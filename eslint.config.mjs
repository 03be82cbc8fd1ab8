import eslint from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The folders of common, each with the folders that it may import. */
const COMMON = {
  async: ['telemetry'],
  cookies: [],
  errors: [],
  money: [],
  origin: [],
  telemetry: [],
  text: [],
  events: ['money', 'text'],
  api: ['events', 'money', 'text'],
  bus: ['async', 'errors', 'events', 'telemetry'],
  mongo: ['async', 'errors', 'telemetry'],
  http: ['cookies', 'errors', 'mongo', 'origin', 'telemetry', 'text'],
  outbox: ['async', 'bus', 'errors', 'events', 'mongo', 'telemetry'],
  replay: ['bus', 'events', 'service', 'telemetry'],
  sessions: ['bus', 'errors', 'events', 'http', 'mongo'],
  service: [
    'async',
    'bus',
    'cookies',
    'errors',
    'events',
    'http',
    'mongo',
    'outbox',
    'sessions',
    'telemetry',
  ],
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.local/', '**/.next/', 'client/next-env.d.ts'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.tests.json',
          './client/tsconfig.json',
          './stand-ins/stripe/browser/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      // an import names the compiled file (`./app.js`), so the resolver looks for its source
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
        }),
      ],
    },
    rules: {
      // it does not see imports of types; delivery/src/imports.test.ts does
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Express and jest wait for the promise that a handler or a test returns
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    },
  },
  {
    files: ['common/src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: `${import.meta.dirname}/common/src`,
          zones: Object.entries(COMMON).map(([folder, below]) => ({
            target: `./${folder}`,
            from: '.',
            except: [folder, 'testing', ...below].map((name) => `./${name}`),
            message: `${folder} imports only ${below.join(', ') || 'no other folder'}: see eslint.config.mjs`,
          })),
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/bin/*'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
