package floria.site.ssh;

import java.util.List;
import java.util.Locale;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;

/** Turns what the client program says into faults, in words for people. */
final class SshFaults {
    private final String host;
    private final Scope reach;

    SshFaults(SshSettings settings) {
        this.host = settings.host();
        this.reach = settings.reach();
    }

    /** Why no connection came about. */
    Fault connecting(String log) {
        String text = log.toLowerCase(Locale.ROOT);
        if (text.contains("host identification has changed")) {
            return Fault.of(
                    Kind.AUTHORIZATION,
                    reach,
                    host
                            + " shows another host key than it did before: it was set up anew, or"
                            + " somebody else answers in its place.",
                    "Ask whoever runs it. If the new key is right, remove the old one with"
                            + " 'ssh-keygen -R "
                            + host
                            + "' and connect once with ssh.");
        }
        if (text.contains("host key verification failed") || text.contains("strict checking")) {
            return Fault.of(
                    Kind.AUTHORIZATION,
                    reach,
                    "The host key of " + host + " is not known here.",
                    "Connect once with 'ssh "
                            + host
                            + "' and compare the fingerprint, or let keys be trusted on first use.");
        }
        if (text.contains("unprotected private key") || text.contains("bad permissions")) {
            return refused(
                    "the key file may be read by others", "Take the rights away: chmod 600.");
        }
        if (text.contains("permission denied") || text.contains("authentication fail")) {
            return refused(
                    last(log), "Try 'ssh -o BatchMode=yes " + host + " true' in a terminal.");
        }
        if (text.contains("bad configuration option")
                || text.contains("bad owner")
                || text.contains("terminating, ")) {
            return Fault.of(
                    Kind.INVALID,
                    Scope.SITE,
                    "ssh does not read its configuration: " + last(log),
                    "Mend the file that it names.");
        }
        if (text.contains("could not resolve hostname")) {
            return Fault.of(
                    Kind.UNREACHABLE,
                    reach,
                    "The name " + host + " leads nowhere: " + last(log),
                    "Look at the name, in the site's settings or in ~/.ssh/config.");
        }
        return Fault.of(
                Kind.UNREACHABLE,
                reach,
                host + " is not reached by SSH: " + (log.isBlank() ? "no answer" : last(log)),
                "See whether the machine and its SSH server run, and whether a firewall is between.");
    }

    /** The account does not run commands; it said this instead. */
    Fault noCommands(String said) {
        return Fault.of(
                Kind.AUTHORIZATION,
                reach,
                "The account on "
                        + host
                        + " runs no commands"
                        + (said.isBlank() ? "." : "; it said: " + last(said)),
                "Use an account with a shell that is not tied to one command.");
    }

    /** The connection ended while a program ran. */
    Fault cut(String log) {
        return Fault.of(
                Kind.TRANSIENT,
                reach,
                "The connection to "
                        + host
                        + " was cut"
                        + (log.isBlank() ? "." : ": " + last(log)));
    }

    private Fault refused(String why, String hint) {
        return Fault.of(
                Kind.AUTHORIZATION, Scope.CREDENTIAL, host + " lets nobody in: " + why, hint);
    }

    /** The last line says why; those before it say where. */
    private static String last(String log) {
        List<String> lines = log.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
