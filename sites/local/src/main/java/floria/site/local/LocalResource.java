package floria.site.local;

import java.util.List;

import floria.site.ResourceSpec;

/**
 * What the disk knows of a resource.
 *
 * @param ports that were given to the endpoints of a machine, in the order of its spec; the port to
 *     listen on and the one to connect to are the same
 */
record LocalResource(ResourceSpec spec, List<Integer> ports, boolean stopped) {
    LocalResource {
        ports = List.copyOf(ports);
    }

    LocalResource stopped(boolean now) {
        return new LocalResource(spec, ports, now);
    }
}
