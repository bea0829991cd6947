package floria.server.security;

import java.util.Optional;

/**
 * One way to tell who a bearer token belongs to. Several may stand side by side, such as the local
 * token and the tokens of an OpenID provider; the first that knows a token decides.
 */
@FunctionalInterface
public interface SignIn {

    /** The token's user; empty when this way does not know the token. */
    Optional<User> user(String token);
}
