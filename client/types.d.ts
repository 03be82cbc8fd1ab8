// The same as next-env.d.ts. A build generates that file, and type checks must work without a build.
/// <reference types="next" />

declare module '*.css';
