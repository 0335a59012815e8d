/** The technician's own computer is a Mac (an iPad with a keyboard counts): its shortcuts are made with Command. */
export const ON_A_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
