import type { OfferView } from '#contract'
import { webCustomer, webEntryOf } from '#core'
import type { ReactElement } from 'react'
import { useWords } from './app-context.ts'
import styles from './customer.module.css'

type Customer = OfferView['customer']

/** How a customer is called in a sentence: the name, else the number, else that it is withheld. */
export function customerName(
  customer: { readonly address: string; readonly name?: string | undefined },
  words: AddressWords,
): string {
  return customer.name ?? addressWords(customer.address, words)
}

/** What stands in the place of a number that is none. */
export interface AddressWords {
  readonly anonymous: string
  readonly web: string
}

/** A customer's address for people to read. A page proves no name: whoever calls from one is said to. */
export function addressWords(address: string, words: AddressWords): string {
  if (address === 'anonymous') return words.anonymous
  return address === webCustomer ? words.web : address
}

/** What was dialled, for people to read: a number, or the page that was called from. */
export function dialledWords(
  dialled: string,
  words: { readonly webDoor: (entry: string) => string },
): string {
  const entry = webEntryOf(dialled)
  return entry === undefined ? dialled : words.webDoor(entry)
}

/** Who calls, large: the name with the number under it. */
export function CustomerHeadline(props: { readonly customer: Customer }): ReactElement {
  const words = useWords()
  const { address, name } = props.customer
  const number = addressWords(address, words.customer)
  return (
    <div className={styles.customer}>
      <p className={styles.name}>{name ?? number}</p>
      {name !== undefined && (
        <p className={styles.number}>
          {address === webCustomer ? words.customer.webNamed : number}
        </p>
      )}
    </div>
  )
}

/** The keys the customer pressed and what each meant, in order. */
export function MenuPath(props: { readonly choices: OfferView['choices'] }): ReactElement {
  const words = useWords()
  if (props.choices.length === 0) return <>{words.offer.nothingPressed}</>
  return (
    <ol className={styles.path}>
      {props.choices.map((choice, index) => (
        <li key={`${index} ${choice.digit}`}>
          <kbd aria-label={words.offer.key(choice.digit)}>{choice.digit}</kbd>{' '}
          {choice.label ?? choice.ledTo}
        </li>
      ))}
    </ol>
  )
}
