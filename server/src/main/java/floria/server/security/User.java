package floria.server.security;

import org.springframework.security.core.AuthenticatedPrincipal;

import floria.engine.state.Scope;

/** Who a request comes from, and what may be seen. */
public record User(Scope scope) implements AuthenticatedPrincipal {
    @Override
    public String getName() {
        return scope.actor();
    }
}
