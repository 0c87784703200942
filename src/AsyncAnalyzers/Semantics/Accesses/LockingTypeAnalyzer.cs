using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A rule on the state of classes that take locks: each is looked at once, whatever file of it takes one. Types without a lock cost
/// nothing.
/// </summary>
public abstract class LockingTypeAnalyzer : AsyncRuleAnalyzer
{
    /// <summary>What was found in types of several parts: each part reports its own.</summary>
    private readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, StrongBox<TypeFinding[]?>>> _found = new();

    /// <param name="descriptors">The rule, and its other messages.</param>
    /// <param name="takingNames">The names of calls that take the locks that the rule asks for, beside <c>lock</c>.</param>
    private protected LockingTypeAnalyzer(DiagnosticDescriptor[] descriptors, string[] takingNames)
        : base(
            descriptors,
            Trigger.OnNames(takingNames).Append(Trigger.OnKind(SyntaxKind.LockStatement)).Append(Trigger.OnKind(
                SyntaxKind.ClassDeclaration, static node => ((ClassDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PartialKeyword)))
                    .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && declaration is ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration }
            && context.IsFirstAt(declaration.Identifier.Span)
            && context.Model.GetDeclaredSymbol(declaration) is { } type
            && (node != declaration || TakesLock(type, context.CancellationToken)))
        {
            foreach (TypeFinding finding in FindingsIn(type, context.Model))
            {
                if (finding.Place.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(finding.Place.Span)
                    && !context.IsTakenOut(finding.Access.Member))
                {
                    Report(finding, context);
                }
            }
        }
    }

    /// <summary>Looks at all parts of the type.</summary>
    private protected abstract IEnumerable<TypeFinding> Find(INamedTypeSymbol type, CodeModel model);

    private protected abstract void Report(TypeFinding finding, RuleContext context);

    /// <summary>The name of the function, or of the member that it is in, for messages.</summary>
    private protected static string NameOf(SyntaxNode function)
        => function.AncestorsAndSelf().Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            _ => null,
        }).FirstOrDefault(static name => name is not null) ?? "Main";

    private IEnumerable<TypeFinding> FindingsIn(INamedTypeSymbol type, CodeModel model)
    {
        if (type.DeclaringSyntaxReferences.Length == 1)
        {
            return Find(type, model);
        }

        StrongBox<TypeFinding[]?> found = _found.GetValue(model.Compilation, static _
            => new ConcurrentDictionary<ISymbol, StrongBox<TypeFinding[]?>>(SymbolEqualityComparer.Default))
                .GetOrAdd(type, static _ => new StrongBox<TypeFinding[]?>());

        // Two files of one type may come at the same time; the second waits instead of looking again.
        lock (found)
        {
            return found.Value ??= Find(type, model).ToArray();
        }
    }

    /// <summary>A part of the type, in whatever file, takes a lock.</summary>
    private bool TakesLock(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.DeclaringSyntaxReferences.Any(part => TriggerIndex.Of(part.SyntaxTree, cancellationToken).NodesFor(GetType())
            .Any(node => node is not ClassDeclarationSyntax && part.Span.Contains(node.Span)));
}
