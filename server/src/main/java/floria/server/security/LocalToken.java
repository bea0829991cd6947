package floria.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

import floria.engine.state.Scope;

/** Single-user mode: whoever can read the token file is the local user. */
public final class LocalToken implements SignIn {
    private final byte[] token;

    public LocalToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<User> user(String given) {
        // Takes the same time however much of the token is right.
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))
                ? Optional.of(new User(Scope.LOCAL))
                : Optional.empty();
    }
}
