namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// ASYNC3011: state of the thread that code after an await reads, [ThreadStatic] where it does not do what it says, and an AsyncLocal that
/// is set for a caller that does not see it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3011ThreadStaticInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3011";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use an AsyncLocal for state that is needed after an await",
        "'{0}' is set ({1}) on a thread that the code after the 'await' ({2}) may have left; use an 'AsyncLocal'",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "After an await the code may run on another thread, which has another value, left there by other work or never set.");

    private static readonly DiagnosticDescriptor Initializer = RuleDescriptor.Variant(
        Rule, "The initializer of '{0}' runs on one thread only, and all others see '{1}'; use a 'ThreadLocal'");

    private static readonly DiagnosticDescriptor Instance = RuleDescriptor.Variant(
        Rule, "'[ThreadStatic]' has no effect on the instance field '{0}'; make it static, or use a 'ThreadLocal'");

    private static readonly DiagnosticDescriptor SetForCaller = RuleDescriptor.Variant(
        Rule, "The caller ({0}) does not see what async '{1}' sets in '{2}'; return the value, or set it in the caller");

    private static readonly DiagnosticDescriptor SetForNobody = RuleDescriptor.Variant(
        Rule, "'{0}' is put back when async '{1}' returns, so nothing sees this value; set it before what needs it");

    public ASYNC3011ThreadStaticInAsyncAnalyzer()
        : base(
            new[] { Rule, Initializer, Instance, SetForCaller, SetForNobody },
            Trigger.OnNames("Value").Append(Trigger.OnKind(SyntaxKind.AwaitExpression)).Append(Trigger.OnKind(
                SyntaxKind.FieldDeclaration, static node => ThreadBoundState.IsThreadStatic((FieldDeclarationSyntax)node))).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.ThreadStaticAttribute is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        switch (node)
        {
            case AwaitExpressionSyntax:
                // Where a user interface has a loop, the code after the await is on the same thread again.
                if (ThreadBoundState.IsKeptIn(context.Model.Compilation, context.CancellationToken) && !context.Types.HasUserInterfaceLoop
                    && FunctionSyntax.Enclosing(node) is { } function && context.IsFirstAt(function.FullSpan))
                {
                    AnalyzeFunction(function, context);
                }

                break;
            case FieldDeclarationSyntax field:
                AnalyzeField(field, context);
                break;
            case IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access }
                when assignment.Left == access && access.Name == node:
                AnalyzeAsyncLocal(access, assignment, context);
                break;
        }
    }

    private static void AnalyzeFunction(SyntaxNode function, RuleContext context)
    {
        HashSet<ISymbol>? told = null;
        foreach (SyntaxNode await in ThreadAffineEvents.NodesOf(function).Where(static node
            => FunctionSyntax.IsAwait(node) && !ThreadAffineScopes.IsCompleted(node)))
        {
            foreach ((ThreadBoundState.Use before, ThreadBoundState.Use after) in ThreadBoundState.FieldsLostAt(
                await, function, context.Model))
            {
                var state = (ISymbol)before.Key;
                if ((told ??= new(SymbolEqualityComparer.Default)).Add(state) && !context.IsTakenOut(state))
                {
                    context.ReportWithEvidence(
                        after.Node.GetLocation(), new[] { before.Node.GetLocation(), await.GetLocation() },
                        before.Display, SourceLine.Of(before.Node), SourceLine.Of(await));
                }
            }
        }
    }

    private static void AnalyzeField(FieldDeclarationSyntax field, RuleContext context)
    {
        foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
        {
            if (context.Model.GetDeclaredSymbol(variable) is not IFieldSymbol symbol || symbol.IsConst
                || !symbol.GetAttributes().Any(attribute => attribute.AttributeClass.Is(context.Types.ThreadStaticAttribute))
                || context.IsTakenOut(symbol))
            {
                continue;
            }

            string name = variable.Identifier.ValueText;
            if (!symbol.IsStatic)
            {
                context.Saying(Instance).Report(variable.Identifier.GetLocation(), name);
            }
            else if (variable.Initializer is { Value: var value } && !IsDefault(value, symbol.Type, context)
                && field.Parent is TypeDeclarationSyntax type && !IsExpectedToBeMissing(name, type, context))
            {
                context.Saying(Initializer).Report(variable.Identifier.GetLocation(), name, DefaultOf(symbol.Type));
            }
        }
    }

    private static bool IsDefault(ExpressionSyntax value, ITypeSymbol type, RuleContext context)
        => CallSyntax.WithoutCasts(value) is LiteralExpressionSyntax
        {
            RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression
        } or DefaultExpressionSyntax
            || (type.IsValueType && IsZero(value, context));

    private static bool IsZero(ExpressionSyntax value, RuleContext context)
        => context.Model.GetConstantValue(value) is { HasValue: true, Value: { } constant }
            && constant is 0 or 0L or 0u or 0ul or (short)0 or (ushort)0 or (byte)0 or (sbyte)0 or 0f or 0d or 0m or false or '\0';

    private static string DefaultOf(ITypeSymbol type)
        => !type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "null"
            : type.SpecialType == SpecialType.System_Boolean ? "false"
            : type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double ? "0"
            : "default";

    /// <summary>Some code makes the value where it finds none: the initializer only saves it that on one thread.</summary>
    private static bool IsExpectedToBeMissing(string name, TypeDeclarationSyntax type, RuleContext context)
        => NameMentions.In(type, context.Model)[name].Any(static mention => Writes.ExpressionOf(mention).Parent switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => true,
            ConditionalAccessExpressionSyntax => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } => true,
            IsPatternExpressionSyntax => true,
            var test => NullTest.Of(test) is not null,
        });

    private static void AnalyzeAsyncLocal(
        MemberAccessExpressionSyntax target, AssignmentExpressionSyntax assignment, RuleContext context)
    {
        if (AsyncLocalForCaller.Of(target, assignment, context.Model) is not { } found)
        {
            return;
        }

        string state = target.Expression.ToString();
        if (found.Read is { } read)
        {
            context.Saying(SetForCaller).ReportWithEvidence(
                target.GetLocation(), new[] { read.GetLocation() }, SourceLine.Of(read), found.Function, state);
        }
        else
        {
            context.Saying(SetForNobody).ReportAs(DiagnosticSeverity.Info, target.GetLocation(), state, found.Function);
        }
    }
}
