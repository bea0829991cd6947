package floria.site.containers;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/** What an engine's failures mean. Engines tell most of it in words only. */
final class Faults {

    private Faults() {}

    /** Words that an engine's message holds, and what they mean whatever the status says. */
    private record Sign(String words, Kind kind, Scope scope, Optional<String> hint) {
        Sign(String words, Kind kind, Scope scope, String hint) {
            this(words, kind, scope, Optional.of(hint));
        }
    }

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(
                            "no space left on device",
                            Kind.CAPACITY,
                            Scope.SITE,
                            "Free space where the engine keeps its images and containers."),
                    new Sign("disk quota exceeded", Kind.QUOTA, Scope.SITE, Optional.empty()),
                    new Sign("cannot allocate memory", Kind.CAPACITY, Scope.SITE, Optional.empty()),
                    new Sign(
                            "range of cpus is from",
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "Ask for fewer CPUs, or take a larger site."),
                    new Sign(
                            "non-overlapping ipv4 address pool",
                            Kind.CAPACITY,
                            Scope.SITE,
                            "Remove networks that are not used, or give the engine more address"
                                    + " pools."),
                    new Sign(
                            "could not find free subnet",
                            Kind.CAPACITY,
                            Scope.SITE,
                            "Remove networks that are not used, or give the engine more address"
                                    + " pools."),
                    new Sign("network not found", Kind.NOT_FOUND, Scope.RESOURCE, Optional.empty()),
                    new Sign(
                            "has active endpoints",
                            Kind.CONFLICT,
                            Scope.RESOURCE,
                            "Release the machines on the network first."),
                    new Sign(
                            "is being used",
                            Kind.CONFLICT,
                            Scope.RESOURCE,
                            "Release the machines that use it first."),
                    new Sign(
                            "could not select device driver",
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "The engine knows no GPUs: install the vendor's container toolkit."),
                    new Sign(
                            "unresolvable cdi devices",
                            Kind.CAPACITY,
                            Scope.OFFER,
                            "The engine does not know this GPU: check its CDI files."),
                    new Sign(
                            "executable file not found",
                            Kind.INVALID,
                            Scope.RESOURCE,
                            "The image lacks the program; a machine's image needs /bin/sh."),
                    new Sign(
                            "no such file or directory: oci runtime",
                            Kind.INVALID,
                            Scope.RESOURCE,
                            "The image lacks the program; a machine's image needs /bin/sh."));

    /** What the engine's refusal means, told as a failure of {@code what}. */
    static Fault of(Refusal refusal, String what) {
        String words = refusal.words();
        String lower = words.toLowerCase(Locale.ROOT);
        String message = what + " failed: " + words;
        for (Sign sign : SIGNS) {
            if (lower.contains(sign.words())) {
                return new Fault(sign.kind(), sign.scope(), message, sign.hint());
            }
        }
        return switch (refusal.status()) {
            case 401, 403 -> Fault.of(Kind.AUTHORIZATION, Scope.CREDENTIAL, message);
            case 404 -> Fault.of(Kind.NOT_FOUND, Scope.RESOURCE, message);
            case 409 -> Fault.of(Kind.CONFLICT, Scope.RESOURCE, message);
            case 400, 405, 406, 411, 413, 415, 422 ->
                    Fault.of(Kind.INVALID, Scope.RESOURCE, message);
            case 429 -> Fault.of(Kind.QUOTA, Scope.CREDENTIAL, message);
            default -> Fault.of(Kind.TRANSIENT, Scope.RESOURCE, message);
        };
    }

    /** Nothing listens there, or it does not let this user in. */
    static SiteException unreachable(EngineAddress address, Exception cause) {
        String why = String.valueOf(cause.getMessage());
        if (cause instanceof AccessDeniedException
                || why.toLowerCase(Locale.ROOT).contains("permission denied")) {
            return new SiteException(
                    Fault.of(
                            Kind.AUTHORIZATION,
                            Scope.CREDENTIAL,
                            "This user may not use the container engine at " + address + ".",
                            "Let the user in (for Docker: the group 'docker'), or use an engine of"
                                    + " the user's own: systemctl --user start podman.socket"),
                    cause);
        }
        return new SiteException(
                Fault.of(
                        Kind.UNREACHABLE,
                        Scope.SITE,
                        "No container engine answers at " + address + " (" + why + ").",
                        starting(address)),
                cause);
    }

    /** The connection broke after it was there. */
    static SiteException broken(EngineAddress address, IOException cause) {
        return new SiteException(
                Fault.of(
                        Kind.TRANSIENT,
                        Scope.SITE,
                        "The connection to the container engine at "
                                + address
                                + " broke: "
                                + cause.getMessage()),
                cause);
    }

    static Fault of(Watch.Verdict verdict, EngineAddress address) {
        return switch (verdict) {
            case CANCELLED -> cancelled();
            case INTERRUPTED ->
                    Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was interrupted.");
            case LATE ->
                    Fault.of(
                            Kind.TRANSIENT,
                            Scope.SITE,
                            "The container engine at " + address + " did not answer in time.");
        };
    }

    static Fault cancelled() {
        return Fault.of(Kind.TRANSIENT, Scope.RESOURCE, "The call was cancelled.");
    }

    private static String starting(EngineAddress address) {
        return switch (address) {
            case EngineAddress.Tcp _ ->
                    "Check the address, and that the engine listens there; see DOCKER_HOST and"
                            + " 'docker context ls'.";
            case EngineAddress.Unix unix -> {
                String socket = unix.socket().toString();
                if (socket.contains("docker")) {
                    yield "Start it: sudo systemctl start docker (install it first: sudo apt-get"
                            + " install docker.io)";
                }
                String user = socket.startsWith("/run/user/") ? "--user " : "";
                yield "Start it: systemctl "
                        + user
                        + "start podman.socket, or without systemd: podman system service"
                        + " --time=0 "
                        + address
                        + " (install it first: sudo apt-get install podman)";
            }
        };
    }
}
