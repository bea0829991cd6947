package floria.site;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What is to be there. Other resources are named by their keys. */
public sealed interface ResourceSpec {

    Key key();

    /** For people who look at the site with its own tools. */
    Labels labels();

    /** The offer that it is made from. */
    String offer();

    /** Names of the things that a resource belongs to; never an identity. */
    record Labels(String project, String deployment, String node) {}

    /**
     * A place where operations run: a virtual machine, a container that stays up, a folder with
     * processes.
     *
     * @param hostname unique in its networks, a DNS label; other machines on the same network reach
     *     it by this name
     * @param image logical name such as {@code debian:12}, empty for the site's default
     * @param allocation what is asked of a batch system beyond the hardware of one node; a site
     *     that has none leaves it alone when it is empty, and is not asked otherwise
     */
    record Machine(
            Key key,
            Labels labels,
            String offer,
            Hardware hardware,
            Optional<String> image,
            String hostname,
            List<Port> ports,
            List<Key> networks,
            List<Mount> mounts,
            Optional<Allocation> allocation)
            implements ResourceSpec {

        /** Of which nothing is asked that only batch systems have. */
        public Machine(
                Key key,
                Labels labels,
                String offer,
                Hardware hardware,
                Optional<String> image,
                String hostname,
                List<Port> ports,
                List<Key> networks,
                List<Mount> mounts) {
            this(
                    key,
                    labels,
                    offer,
                    hardware,
                    image,
                    hostname,
                    ports,
                    networks,
                    mounts,
                    Optional.empty());
        }
    }

    /**
     * What a batch system gives one job: nodes of one kind, for a time.
     *
     * @param nodes how many, started together; the hardware is that of each
     * @param tasksPerNode how many ranks each node runs
     * @param wallTime after which the job is ended; empty for what the site gives by itself
     * @param constraint the features that the nodes must have, in the words of the batch system
     * @param account that pays; empty for the user's own
     * @param qos the quality of service; empty for the usual one
     * @param reservation whose nodes are used
     * @param requeue whether the job goes back into the queue when its nodes fail or are taken
     *     away; the programs that ran are then started again
     */
    record Allocation(
            int nodes,
            int tasksPerNode,
            Optional<Duration> wallTime,
            Optional<String> constraint,
            Optional<String> account,
            Optional<String> qos,
            Optional<String> reservation,
            boolean requeue) {
        public static final Allocation ONE_NODE =
                new Allocation(
                        1,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false);
    }

    /**
     * A container that runs its own program.
     *
     * @param command empty for the image's own
     * @param environment may hold secrets: adapters neither log it nor put it on a command line
     */
    record Container(
            Key key,
            Labels labels,
            String offer,
            Hardware hardware,
            String image,
            String hostname,
            List<String> command,
            Map<String, String> environment,
            List<Port> ports,
            List<Key> networks,
            List<Mount> mounts)
            implements ResourceSpec {
        @Override
        public String toString() {
            return "Container[" + key + " " + image + "]";
        }
    }

    /** Storage that outlives the machine that mounts it. */
    record Volume(Key key, Labels labels, String offer, long bytes) implements ResourceSpec {}

    /** A private network of one deployment, with names. */
    record Network(Key key, Labels labels, String offer) implements ResourceSpec {}

    /**
     * A port that is reached from outside.
     *
     * @param name of the endpoint; unique in the resource
     * @param inside the port that the program would like to listen on; {@link Endpoint#bindPort()}
     *     says what it got
     * @param published the port on the outside, empty for any that is free; a fixed one that is
     *     taken is a {@link Fault.Kind#CONFLICT}
     */
    record Port(String name, int inside, OptionalInt published) {}

    /** A volume, and where the machine sees it. */
    record Mount(Key volume, String path) {}
}
