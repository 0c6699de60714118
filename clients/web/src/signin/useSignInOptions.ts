import {useEffect, useState} from "react";
import {type SignInOptions, signInOptions} from "../session/issuer.ts";

/** The ways to sign in; null until the gateway has answered or failed to. */
export function useSignInOptions(): SignInOptions | null {
  const [options, setOptions] = useState<SignInOptions | null>(null);
  useEffect(() => {
    const mounted = new AbortController();
    void signInOptions(setOptions, mounted.signal);
    return () => mounted.abort();
  }, []);
  return options;
}
