// What next-env.d.ts would say; that file is made by the build, and the checks must not need one.
/// <reference types="next" />

declare module '*.css';
