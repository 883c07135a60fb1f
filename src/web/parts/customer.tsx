import type { OfferView } from '#contract'
import type { ReactElement } from 'react'
import { useWords } from './app-context.ts'
import styles from './customer.module.css'

type Customer = OfferView['customer']

/** How a customer is called in a sentence: the name, else the number, else that it is withheld. */
export function customerName(
  customer: { readonly address: string; readonly name?: string | undefined },
  anonymous: string,
): string {
  return customer.name ?? (customer.address === 'anonymous' ? anonymous : customer.address)
}

/** Who calls, large: the name with the number under it. */
export function CustomerHeadline(props: { readonly customer: Customer }): ReactElement {
  const words = useWords()
  const { address, name } = props.customer
  const number = address === 'anonymous' ? words.customer.anonymous : address
  return (
    <div className={styles.customer}>
      <p className={styles.name}>{name ?? number}</p>
      {name !== undefined && <p className={styles.number}>{number}</p>}
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
