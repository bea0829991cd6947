package floria.site.hosts;

import java.util.Locale;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;
import floria.site.ssh.SshHost.Answer;

/** What a host's refusals mean. */
final class HostFaults {
    private HostFaults() {}

    /** Why a script on the host did not do what it was asked to. */
    static SiteException of(String host, String doing, Answer answer) {
        String err = answer.err().strip();
        String last = err.lines().reduce((_, line) -> line).orElse("code " + answer.code());
        if (err.lines().anyMatch(line -> line.startsWith("sudo: "))
                || err.contains("is not in the sudoers file")) {
            return fault(
                    Kind.AUTHORIZATION,
                    Scope.ZONE,
                    "sudo is refused on " + host + ": " + last,
                    "Let the account use sudo without a password (NOPASSWD), or take sudo out of"
                            + " the site's settings.");
        }
        String what = "could not " + doing;
        return switch (answer.code()) {
            case HostScripts.SHORT -> shortOf(host, answer.out().strip());
            case HostScripts.PORT_TAKEN ->
                    fault(
                            Kind.CONFLICT,
                            Scope.OFFER,
                            "Port " + answer.out().strip() + " of " + host + " is taken.",
                            "Choose another published port, or none to get any that is free.");
            case HostScripts.NO_VOLUME ->
                    fault(
                            Kind.NOT_FOUND,
                            Scope.OFFER,
                            "The volume "
                                    + answer.out().strip()
                                    + ", which a machine is to use, is not on "
                                    + host
                                    + ".",
                            "A volume is a folder on one host: make it from the offer of the host"
                                    + " that its machine is on.");
            case HostScripts.NO_USER ->
                    fault(
                            Kind.AUTHORIZATION,
                            Scope.ZONE,
                            host + " does not make users: " + last,
                            "Users of their own need root or sudo on the host; or set users: login.");
            case HostScripts.REFUSED -> disk(host, what, last);
            default ->
                    new SiteException(
                            Fault.of(Kind.TRANSIENT, Scope.ZONE, host + " " + what + ": " + last));
        };
    }

    private static SiteException disk(String host, String what, String why) {
        return why.contains("No space left") || why.contains("quota exceeded")
                ? fault(
                        Kind.CAPACITY,
                        Scope.ZONE,
                        "The disk of " + host + " is full: " + why,
                        "Free some space, or give the site a folder on another disk.")
                : fault(
                        Kind.INVALID,
                        Scope.ZONE,
                        host + " " + what + ": " + why,
                        "The account that Floria logs in as must be able to write to the site's"
                                + " folder on the host.");
    }

    private static SiteException shortOf(String host, String out) {
        String[] words = out.split(" ");
        String left = words.length > 1 ? words[1] : "0";
        long number = left.matches("-?\\d{1,18}") ? Math.max(0, Long.parseLong(left)) : 0;
        String what =
                switch (words[0]) {
                    case "cpus" -> String.format(Locale.ROOT, "%.1f CPUs", number / 1000.0);
                    case "memory" ->
                            String.format(
                                    Locale.ROOT, "%.1f GiB of memory", number / (double) (1 << 20));
                    case "gpus" -> "too few GPUs";
                    default -> "no share that is";
                };
        return new SiteException(
                Fault.of(
                        Kind.CAPACITY,
                        Scope.OFFER,
                        host + " has " + what + " free, and more is asked for."));
    }

    static SiteException fault(Kind kind, Scope scope, String message, String hint) {
        return new SiteException(Fault.of(kind, scope, message, hint));
    }
}
