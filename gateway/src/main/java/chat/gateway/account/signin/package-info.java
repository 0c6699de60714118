/** Sign-ins: register, log in, refresh and log out; each sign-in is a family of refresh tokens. */
@NullMarked
package chat.gateway.account.signin;

import org.jspecify.annotations.NullMarked;
