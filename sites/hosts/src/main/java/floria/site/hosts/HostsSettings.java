package floria.site.hosts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import floria.site.ssh.SshSettings;

/**
 * A pool of machines.
 *
 * @param hosts how each is reached; their names are unique
 * @param folder on the machines, absolute, in which everything of the site lies; empty for {@code
 *     .floria-site} in the home folder
 * @param users whom the programs of a deployment run as
 * @param sudo whether everything on the machines is done by {@code sudo}, which must ask for no
 *     password
 * @param whole whether a machine is given to one node alone, instead of in shares
 * @param price of one CPU for an hour
 */
public record HostsSettings(
        String name,
        List<SshSettings> hosts,
        Optional<String> folder,
        Users users,
        boolean sudo,
        boolean whole,
        BigDecimal price,
        String currency) {

    /** Whom the programs of a deployment run as. */
    public enum Users {
        /** All as the account that Floria logs in as, or as root with sudo. */
        LOGIN,
        /** Each node as a user of its own, which is made for it; needs root or sudo. */
        OWN
    }

    public HostsSettings {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a site of hosts needs a host");
        }
        if (hosts.stream().map(SshSettings::host).distinct().count() < hosts.size()) {
            throw new IllegalArgumentException("a host is named twice");
        }
        if (folder.isPresent() && !folder.get().matches("/[A-Za-z0-9_./-]+")) {
            throw new IllegalArgumentException("not an absolute folder: " + folder.get());
        }
    }

    /** In shares, as the account that Floria logs in as, for nothing. */
    public static HostsSettings of(String name, List<SshSettings> hosts) {
        return new HostsSettings(
                name, hosts, Optional.empty(), Users.LOGIN, false, false, BigDecimal.ZERO, "EUR");
    }
}
