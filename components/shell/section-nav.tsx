import { NavLink } from "@/components/shell/nav-link";

/** The parts of a larger area, each with its own address, as a row of tabs above the page. */
export function SectionNav({ label, sections }: { label: string; sections: { href: string; text: string }[] }) {
  // A section whose address is the beginning of another one's is marked only when we are right there.
  const isAbove = (href: string) => sections.some((other) => other.href.startsWith(`${href}/`));
  return (
    <nav aria-label={label} className="section-nav">
      {sections.map((section) => (
        <NavLink key={section.href} href={section.href} text={section.text} exact={isAbove(section.href)} className="tab inline-flex items-center" />
      ))}
    </nav>
  );
}
