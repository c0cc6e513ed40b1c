import { NavLink } from "@/components/shell/nav-link";

/** The parts of a larger area, each with its own address, as a row of tabs above the page. */
export function SectionNav({ label, sections }: { label: string; sections: { href: string; text: string }[] }) {
  return (
    <nav aria-label={label} className="section-nav">
      {sections.map((section) => (
        <NavLink key={section.href} href={section.href} text={section.text} className="tab inline-flex items-center" />
      ))}
    </nav>
  );
}
