import {useEffect, useState} from "react";
import {type SignInOptions, signInOptions} from "../session/issuer.ts";

/** Where people can sign in; null until the gateway has told it. */
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
