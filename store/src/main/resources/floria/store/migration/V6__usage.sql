-- What stood at a site, from when to when: what is paid for.

-- price: of this copy, empty where it is not known; from_at, until_at: microseconds, until_at empty while it stands
create table stay (
    instance      varchar(26)      not null,
    generation    integer          not null,
    deployment    varchar(26)      not null references deployment (id),
    project       varchar(100)     not null,
    owner         varchar(200)     not null,
    node          varchar(200)     not null,
    copy          integer          not null,
    site          varchar(200)     not null,
    offer         varchar(200)     not null,
    price         varchar(40),
    currency      varchar(20)      not null,
    cpus          double precision not null,
    gpus          double precision not null,
    from_at       bigint           not null,
    until_at      bigint
);
create unique index stay_open on stay (instance) where until_at is null;
create index stay_project on stay (project, from_at);
create index stay_deployment on stay (deployment, from_at);
