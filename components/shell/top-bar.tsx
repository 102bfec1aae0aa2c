import Link from "next/link";
import { OrganizationSwitcher } from "@/components/account/organization-switcher";
import { LiveIndicator } from "@/components/live/live-indicator";
import { ChevronIcon, MoonIcon, PersonIcon } from "@/components/ui/icons";
import { roleMay, type Viewer } from "@/lib/auth/contract";
import { TopNav } from "./nav";
import { SignOut } from "./sign-out";
import { ThemeToggle } from "./theme-toggle";

/** Where one is, who one is, and whether what is shown is live. */
export function TopBar({ viewer }: { viewer: Viewer }) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-bg/95 backdrop-blur-sm">
      <div className="mx-auto flex h-13 max-w-7xl items-center gap-4 px-4">
        <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight">
          <MoonIcon className="size-5 text-accent" />
          Nightshift
        </Link>
        <TopNav />
        <div className="ml-auto flex items-center gap-3">
          <LiveIndicator />
          <span className="hidden max-w-48 truncate text-sm text-muted sm:inline">{viewer.organization.name}</span>
          <button
            type="button"
            popoverTarget="account"
            className="flex min-h-9 items-center gap-1.5 rounded-lg border border-line px-2 text-sm hover:border-line-strong"
          >
            <PersonIcon />
            <span className="sr-only">Account: </span>
            <span className="hidden max-w-32 truncate lg:inline">{viewer.name}</span>
            <ChevronIcon className="size-3.5 text-muted" />
          </button>
        </div>
      </div>
      <div
        id="account"
        popover="auto"
        className="top-14 right-3 left-auto m-0 w-72 rounded-xl border border-line bg-raised p-4 text-ink shadow-xl"
      >
        <p className="truncate font-medium">{viewer.name}</p>
        <p className="truncate text-sm text-muted">{viewer.email}</p>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
          <dt className="text-muted">Organization</dt>
          <dd className="truncate">
            {viewer.organization.name}
            {viewer.organization.is_demo && <span className="ml-1.5 text-xs text-muted">(demo)</span>}
          </dd>
          <dt className="text-muted">Role</dt>
          <dd className="capitalize">{viewer.role}</dd>
        </dl>
        <div className="mt-4 flex flex-col gap-3">
          <ThemeToggle />
          <OrganizationSwitcher viewer={viewer} />
          <Link
            href="/settings/members"
            className="rounded-lg border border-line-strong px-3.5 py-2 text-center text-sm font-medium hover:border-ink"
          >
            Settings
          </Link>
          {roleMay(viewer.role, "administer") && (
            <Link
              href="/security"
              className="rounded-lg border border-line-strong px-3.5 py-2 text-center text-sm font-medium hover:border-ink"
            >
              Audit and security
            </Link>
          )}
          <a
            href="/docs"
            className="rounded-lg border border-line-strong px-3.5 py-2 text-center text-sm font-medium hover:border-ink"
          >
            API
          </a>
          <SignOut />
        </div>
      </div>
    </header>
  );
}
