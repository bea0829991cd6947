package floria.site;

import java.util.Optional;

/**
 * A classified failure of a site.
 *
 * @param message what happened, to a person, with secrets left out; names the site's own words
 *     where they help
 * @param hint what to do about it
 */
public record Fault(Kind kind, Scope scope, String message, Optional<String> hint) {

    /** What went wrong, as far as it decides what to do next. */
    public enum Kind {
        /** May work when tried again soon: a timeout, a broken connection, a server error. */
        TRANSIENT(true),
        /**
         * The site cannot be reached at all: its engine does not run, its address does not answer.
         */
        UNREACHABLE(true),
        /** Nothing of this kind is free now. */
        CAPACITY(false),
        /** The user's share is used up. */
        QUOTA(false),
        /** The credential is refused or expired. */
        AUTHORIZATION(false),
        /** An image, a network or a flavour that was named is not there. */
        NOT_FOUND(false),
        /** Something that was asked for belongs to somebody else, such as a port. */
        CONFLICT(false),
        /** The site refuses the request as it is. */
        INVALID(false),
        /** The adapter met something that it does not know. */
        INTERNAL(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same call may work a little later. */
        public boolean retryable() {
            return retryable;
        }
    }

    /** How far the failure reaches. */
    public enum Scope {
        RESOURCE,
        OFFER,
        ZONE,
        SITE,
        CREDENTIAL
    }

    public static Fault of(Kind kind, Scope scope, String message) {
        return new Fault(kind, scope, message, Optional.empty());
    }

    public static Fault of(Kind kind, Scope scope, String message, String hint) {
        return new Fault(kind, scope, message, Optional.of(hint));
    }
}
