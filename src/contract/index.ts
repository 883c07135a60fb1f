export * from './live.ts'
export * from './requests.ts'
export * from './views.ts'
