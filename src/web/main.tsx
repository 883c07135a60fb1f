import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { createAppModel } from './shell/app-model.ts'
import './shell/base.css'
import { browserPorts } from './shell/browser.ts'

const place = document.getElementById('app')
if (place === null) throw new Error('The page has no place for the app.')

const model = createAppModel(browserPorts)
// After sleep or a lost network nobody should wait for the next try.
addEventListener('online', model.live.wake)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') model.live.wake()
})

createRoot(place).render(
  <StrictMode>
    <App model={model} />
  </StrictMode>,
)
