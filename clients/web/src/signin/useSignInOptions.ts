import {useEffect, useState} from "react";
import {type SignInOptions, signInOptions} from "../session/issuer.ts";

/** The ways to sign in; null until the gateway has answered. */
export function useSignInOptions(): SignInOptions | null {
  const [options, setOptions] = useState<SignInOptions | null>(null);
  useEffect(() => {
    let wanted = true;
    void signInOptions().then(known => wanted && setOptions(known));
    return () => {
      wanted = false;
    };
  }, []);
  return options;
}
