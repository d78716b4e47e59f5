/** The provider's word in models, errors and options. */
export const PROVIDER = "livepeer";
