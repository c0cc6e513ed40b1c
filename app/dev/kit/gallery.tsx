import Plus from "@lucide/icons/icons/plus";
import Star from "@lucide/icons/icons/star";
import type { ReactNode } from "react";
import { Floating } from "@/app/dev/kit/floating";
import { Forms } from "@/app/dev/kit/forms";
import { Page } from "@/components/shell/page";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { PageHeader } from "@/components/ui/page-header";
import { Progress } from "@/components/ui/progress";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Table, type Column } from "@/components/ui/table";

type Meeting = { id: number; title: string; host: string; start: string; minutes: number };

const meetings: Meeting[] = [
  { id: 1, title: "Design review", host: "Ada Lovelace", start: "14:00", minutes: 45 },
  { id: 2, title: "Planning, second quarter", host: "Grace Hopper", start: "16:30", minutes: 90 },
];

const columns: Column<Meeting>[] = [
  { key: "title", title: "Title", heading: true, cell: (row) => row.title },
  { key: "host", title: "Host", cell: (row) => row.host },
  { key: "start", title: "Start", numeric: true, cell: (row) => row.start },
  { key: "minutes", title: "Minutes", numeric: true, cell: (row) => row.minutes },
  { key: "actions", title: "Actions", actions: true, cell: () => <Button look="plain">Copy link</Button> },
];

const people = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine Johnson", "Edsger Dijkstra", "Barbara Liskov", "Donald Knuth", "Radia Perlman"];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-4">
      <h2 className="text-lg">{title}</h2>
      {children}
    </section>
  );
}

export function Gallery() {
  return (
    <Page>
      <PageHeader
        title="Everything the pages are made of"
        text="Quiet paper with ink on it; colour belongs to people, pictures and what is live."
        action={
          <Button look="primary" icon={<Icon of={Plus} size={18} />}>
            New room
          </Button>
        }
      />
      <div className="grid gap-12">
        <Part title="Buttons">
          <div className="flex flex-wrap items-center gap-3">
            <Button look="primary">Primary</Button>
            <Button>Quiet</Button>
            <Button look="plain">Plain</Button>
            <Button look="danger">Delete</Button>
            <ButtonLink href="/dev/kit/card">Link</ButtonLink>
            <IconButton label="Favourite" icon={<Icon of={Star} size={18} />} />
            <Button look="primary" loading>
              Saving
            </Button>
            <Button disabled>Disabled</Button>
          </div>
        </Part>
        <Part title="People">
          <ul className="flex flex-wrap gap-x-6 gap-y-3">
            {people.map((name, index) => (
              <li key={name} className="flex items-center gap-2 text-ui">
                <Avatar identity={`u${index + 1}`} name={name} />
                {name}
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-2">
            {people.map((name, index) => (
              <span key={name} data-person={index} className="rounded-card border-3 border-person px-3 py-1 text-ui font-semibold text-person">
                {name.split(" ")[0]}
              </span>
            ))}
          </div>
          <div className="flex items-center gap-3">
            <Avatar identity="u1" name="Ada Lovelace" size="sm" label="Ada Lovelace" />
            <Avatar identity="u1" name="Ada Lovelace" size="lg" label="Ada Lovelace, large" />
            <Avatar identity="u1" name="Ada Lovelace" size="xl" label="Ada Lovelace, largest" />
          </div>
        </Part>
        <Part title="States">
          <div className="flex flex-wrap gap-2">
            <Badge>Draft</Badge>
            <Badge tone="accent">Ready</Badge>
            <Badge tone="live">3 in call</Badge>
            <Badge tone="attention">2 waiting</Badge>
            <Badge tone="danger">Failed</Badge>
          </div>
          <div className="grid max-w-text gap-4">
            <Progress label="launch.mp4" value={0.42} note="42 %, 3 min left" />
            <Progress label="Waiting for a place in the queue" value={null} />
          </div>
        </Part>
        <Part title="Forms">
          <Forms />
        </Part>
        <Part title="Table">
          <Table caption="Meetings of today" columns={columns} rows={meetings} rowKey={(row) => row.id} />
        </Part>
        <div className="grid items-start gap-6 md:grid-cols-2">
          <Part title="Empty">
            <EmptyState title="No recordings yet" text="What you record in a call appears here." action={<Button look="primary">Start a call</Button>} />
          </Part>
          <Part title="Error">
            <ErrorNote
              title="The video could not be processed"
              kept="Your file is kept."
              todo="Try again, or upload another file."
              action={<Button>Try again</Button>}
              reference={{ label: "Reference", value: "01JD3Z8K" }}
            />
          </Part>
          <Part title="Loading">
            <Card>
              <Loading label="Loading" className="grid gap-3">
                <Skeleton className="aspect-video w-full" />
                <Skeleton className="h-5 w-2/3" />
                <Skeleton className="h-4 w-1/3" />
              </Loading>
            </Card>
          </Part>
          <Part title="Floating">
            <Floating />
          </Part>
        </div>
        <Part title="Type">
          <div className="grid gap-2">
            <p className="text-3xl font-semibold tracking-tight">Good morning, Ada</p>
            <p className="text-2xl font-semibold tracking-tight">Design review</p>
            <p className="text-xl font-semibold tracking-tight">Recent rooms</p>
            <p className="text-lg font-semibold">Members</p>
            <p className="max-w-text text-base">
              An atrium is a bright inner court: calm light, clear sight lines, people in the middle. This is a{" "}
              <a href="#content" className="link">
                link in a text
              </a>
              . Żółć, ağaç, őrült.
            </p>
            <p className="tabular text-ui text-muted">
              11:11:11 · 08:45:32 · press <Kbd>M</Kbd> to mute
            </p>
          </div>
        </Part>
      </div>
    </Page>
  );
}
