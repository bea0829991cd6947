-- What is needed to look after deployments: what the engine has noticed of them, which process does a duty that only one
-- may do at a time, and who is called back.

create table note (
    deployment varchar(26)  not null references deployment (id),
    topic      varchar(200) not null,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    text       text         not null,
    at         bigint       not null,
    primary key (deployment, topic)
);

create table duty (
    name    varchar(40)  not null primary key,
    holder  varchar(200) not null,
    ends_at bigint       not null
);

-- secret: sealed; events: JSON; position: the id of the last event that was delivered, given up, or is of no interest;
-- attempt, due_at, error: of the delivery of the next one
create table webhook (
    id         varchar(26)  not null primary key,
    project    varchar(100) not null,
    owner      varchar(200) not null,
    deployment varchar(26) references deployment (id),
    url        text         not null,
    secret     text         not null,
    events     text         not null,
    position   bigint       not null,
    attempt    integer      not null,
    due_at     bigint,
    error      text,
    created_at bigint       not null
);
create index webhook_of_project on webhook (project, id);

-- again_at: when it was asked for to be delivered again
create table dead_letter (
    webhook  varchar(26)  not null references webhook (id),
    event    bigint       not null,
    project  varchar(100) not null,
    owner    varchar(200) not null,
    attempts integer      not null,
    error    text         not null,
    at       bigint       not null,
    again_at bigint,
    primary key (webhook, event)
);
create index dead_letter_again on dead_letter (again_at) where again_at is not null;
