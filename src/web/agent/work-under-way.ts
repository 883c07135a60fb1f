/** What an agent has before them once work was taken: what can be typed and chosen in comes with it. */
export { TalkCard } from './talk-card.tsx'
export { TaskCard } from './task-card.tsx'
export { WrapUpCard } from './wrap-up-card.tsx'
