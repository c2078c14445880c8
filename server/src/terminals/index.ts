export { type EnrolledTerminal, EnrolmentCodeUnknown, enrol } from './enrol.ts'
export { type Device, type DeviceSession, findDevice, forgetDevices } from './lookup.ts'
export { forgetOldDeviceRows, RequestReplayed } from './nonce.ts'
export {
  OperatorLocked,
  type OperatorSession,
  PinWrong,
  signInOperator,
  signOutOperator,
} from './operator-session.ts'
export { identifyDevice, SignatureWrong, terminalActor } from './request.ts'
export { type Jwk, type SignedRequest, signedText } from './signature.ts'
export {
  blockTerminal,
  issueEnrolmentCode,
  registerTerminal,
  TerminalBlocked,
  TerminalUnknown,
  terminalNumber,
  unblockTerminal,
} from './terminal.ts'
