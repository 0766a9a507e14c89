// The cost of turning words into keys, as in service/crypto/kdf.py. Code, never data: nobody can ask for a cheaper one.
// The current profile first, then the previous ones that a sign-in still tries.

export const PROFILES = [{ version: 1, memoryKib: 19456, passes: 2, lanes: 1 }];
