import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonClass, type ButtonParts } from "@/components/ui/button";

/** A link that looks like a button: it leads somewhere, it changes nothing. Apart from the button: error pages need no router. */
export function ButtonLink({ look, icon, className, children, ...rest }: ComponentProps<typeof Link> & ButtonParts) {
  return (
    <Link {...rest} className={buttonClass(look, false, className)}>
      {icon}
      {children}
    </Link>
  );
}
