/** Every limit of the core, by name. */

/** Living interactions of one tenant; one more is refused as `overloaded`. */
export const interactionsMax = 200_000
/** Steps a flow may take on one input; more is a loop that never waits. */
export const stepsPerInputMax = 100
/** Flows that may run inside one another. */
export const flowDepthMax = 8
/** Values one interaction may keep under names. */
export const variablesMax = 64
/** The longest value kept under a name, in characters; the rest is cut off. */
export const valueLengthMax = 256
/** How long the phone of somebody rings who is consulted, or to whom an agent hands a customer on. */
export const consultRingMs = 30_000
/** The most keys an agent may send at once. */
export const keysSentMax = 32
/** The longest answer to one field of a form, in characters. */
export const answerLengthMax = 1000
/** Keys remembered for the agent to see. */
export const choicesMax = 32
/** Agents listed in one decision; the rest are counted. */
export const candidatesListedMax = 20
/** Phones that ring at once for one interaction where a queue rings all. */
export const ringAtOnceMax = 16
/** Members looked at to fill a decision's list of those who were not free. */
export const membersScannedMax = 60
/** How long an agent who was tried is passed over for the same interaction. */
export const triedAgainAfterMs = 30_000
/** How long an agent is left alone whose phone was busy with something else. */
export const phoneBusyMs = 15_000
/** How long an agent is left alone whose phone could not be reached. */
export const phoneUnreachableMs = 60_000
/** How long a closing interaction waits for its legs and recording to be gone. */
export const closingMsMax = 30_000
/** The longest wrap-up, however often it is extended, and where only the agent ends it. */
export const wrapUpMsMax = 28_800_000
/** How much longer a wrap-up is each time it is extended where its queue gives no time of its own. */
export const wrapUpExtensionMs = 60_000
/** Lines listed in a decision whose heads an agent could have taken; the rest are left out. */
export const headsListedMax = 10
/** The longest talk of a customer with a number outside where the tenant says nothing: four hours. */
export const bridgedMsUsual = 14_400_000
/** How long work waits in a queue that nobody waits for on the line: thirty days. */
export const unattendedWaitMsMax = 2_592_000_000
/** The longest title of a task, in characters. */
export const titleLengthMax = 200
/** The longest link of a task, in characters. */
export const linkLengthMax = 2000
/** The longest note of a wrap-up, in characters. */
export const noteLengthMax = 4000
