-- Portable on purpose: SQLite now, PostgreSQL later. Times are microseconds since 1970 (UTC). Ids of events and log
-- lines come from `counter`, not from a sequence, so that on either database they grow in the order of commits.
-- `number` is the type of a key that a machine counts, on SQLite the only one that needs no index of its own.
-- Every row carries project and owner; `content` alone does not, being shared by hash. Documents named in JSON below
-- carry their own version.

create table fact (
    name  varchar(40) not null primary key,
    value text        not null
);

create table counter (
    name  varchar(40) not null primary key,
    value bigint      not null
);
insert into counter (name, value) values ('event', 0);
insert into counter (name, value) values ('log_line', 0);

create table content (
    hash  char(64) not null primary key,
    bytes bytea    not null
);

create table deployment (
    id         varchar(26)  not null primary key,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    name       varchar(200) not null,
    status     varchar(20)  not null,
    revision   integer      not null,
    error      text,
    created_at bigint       not null,
    updated_at bigint       not null
);
create unique index deployment_name on deployment (project, name) where status <> 'DELETED';
create index deployment_newest on deployment (project, id);

-- inputs, placement: JSON
create table revision (
    deployment varchar(26)  not null references deployment (id),
    number     integer      not null,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    template   text         not null,
    inputs     text         not null,
    placement  text         not null,
    primary key (deployment, number)
);

create table revision_source (
    deployment varchar(26)  not null,
    number     integer      not null,
    position   integer      not null,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    address    text         not null,
    hash       char(64)     not null references content (hash),
    primary key (deployment, number, position),
    foreign key (deployment, number) references revision (deployment, number)
);

-- attributes, generated: JSON
create table instance (
    id         varchar(26)  not null primary key,
    deployment varchar(26)  not null references deployment (id),
    project    varchar(100) not null,
    owner      varchar(200) not null,
    node       varchar(200) not null,
    number     integer      not null,
    state      varchar(20)  not null,
    generation integer      not null,
    site       varchar(200) not null,
    offer      varchar(200) not null,
    attributes text         not null,
    generated  text         not null
);
create index instance_node on instance (deployment, node, number);

-- number counts the runs of a deployment, since two may be made at the same moment
create table run (
    id               varchar(26)  not null primary key,
    deployment       varchar(26)  not null references deployment (id),
    number           integer      not null,
    project          varchar(100) not null,
    owner            varchar(200) not null,
    kind             varchar(40)  not null,
    revision         integer      not null,
    status           varchar(20)  not null,
    actor            varchar(200) not null,
    cancel_requested varchar(200),
    lease_owner      varchar(200),
    epoch            integer      not null,
    lease_expires_at bigint,
    created_at       bigint       not null,
    ended_at         bigint
);
create unique index run_number on run (deployment, number);
create index run_active on run (created_at, id) where status = 'ACTIVE';

-- depends_on, detail: JSON; version is that of the kind's detail
create table step (
    run        varchar(26)  not null references run (id),
    id         varchar(300) not null,
    position   integer      not null,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    kind       varchar(40)  not null,
    version    integer      not null,
    node       varchar(200) not null,
    instance   varchar(26)  not null,
    depends_on text         not null,
    detail     text         not null,
    reason     text         not null,
    state      varchar(20)  not null,
    attempt    integer      not null,
    error      text,
    started_at bigint,
    ended_at   bigint,
    primary key (run, id)
);
create unique index step_position on step (run, position);

-- data: JSON
create table event (
    id         ${number}    not null primary key,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    at         bigint       not null,
    deployment varchar(26)  not null references deployment (id),
    run        varchar(26),
    node       varchar(200),
    actor      varchar(200) not null,
    type       varchar(60)  not null,
    message    text         not null,
    data       text         not null
);
create index event_of_project on event (project, id);
create index event_of_deployment on event (deployment, id);

create table log_line (
    id         ${number}    not null primary key,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    at         bigint       not null,
    deployment varchar(26)  not null references deployment (id),
    run        varchar(26)  not null,
    node       varchar(200) not null,
    step       varchar(300) not null,
    execution  varchar(200) not null,
    stream     varchar(10)  not null,
    number     bigint       not null,
    text       text         not null
);
create unique index log_line_identity on log_line (deployment, execution, stream, number);
create index log_line_of_deployment on log_line (deployment, id);
create index log_line_of_node on log_line (deployment, node, id);

create table request (
    project         varchar(100) not null,
    owner           varchar(200) not null,
    idempotency_key varchar(300) not null,
    deployment      varchar(26)  not null references deployment (id),
    request_hash    varchar(100) not null,
    primary key (project, owner, idempotency_key)
);
