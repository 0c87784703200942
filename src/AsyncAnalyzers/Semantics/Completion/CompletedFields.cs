using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Private fields that hold a task only to hand it out again: whatever they are set to is complete already.</summary>
internal static class CompletedFields
{
    private static readonly ConditionalWeakTable<IFieldSymbol, StrongBox<bool>> Known = new();

    /// <summary>
    /// All that its type sets the field to is <c>Task.FromResult(…)</c>, <c>Task.CompletedTask</c> or the like, and null. One that is
    /// never set to a task is filled by somebody else.
    /// </summary>
    public static bool Contain(IFieldSymbol field)
        => field is { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences.IsEmpty: false }
            && Known.GetValue(field, static one => new StrongBox<bool>(IsSetToCompletedOnly(one))).Value;

    private static bool IsSetToCompletedOnly(IFieldSymbol field)
    {
        bool isSet = false;
        foreach (SyntaxNode node in field.ContainingType.DeclaringSyntaxReferences
            .SelectMany(static part => part.GetSyntax().Descendants()))
        {
            ExpressionSyntax? value;
            switch (node)
            {
                case VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } declarator
                    when declarator.Identifier.ValueText == field.Name:
                    value = declarator.Initializer?.Value;
                    break;
                case SimpleNameSyntax name when name.Identifier.ValueText == field.Name
                    && Writes.ExpressionOf(name) is var expression && Writes.IsWritten(expression):
                    if (expression.Parent is not AssignmentExpressionSyntax assignment)
                    {
                        return false;
                    }

                    value = assignment.Right;
                    break;
                default:
                    continue;
            }

            if (value is not null)
            {
                if (!IsComplete(value))
                {
                    return false;
                }

                isSet |= value is not (LiteralExpressionSyntax or DefaultExpressionSyntax or PostfixUnaryExpressionSyntax);
            }
        }

        return isSet;
    }

    private static bool IsComplete(ExpressionSyntax value) => CallSyntax.WithoutSuppression(value) switch
    {
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Expression: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" },
                Name.Identifier.ValueText: "FromResult" or "FromException" or "FromCanceled",
            },
        } => true,
        MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } } access
            => access.Name.Identifier.ValueText == "CompletedTask",
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        AssignmentExpressionSyntax assignment => IsComplete(assignment.Right),
        ConditionalExpressionSyntax conditional => IsComplete(conditional.WhenTrue) && IsComplete(conditional.WhenFalse),
        _ => false,
    };
}
